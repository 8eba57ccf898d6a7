"""What a change does to those who send the data and to those who read it, each verdict with a rule and a proof."""
