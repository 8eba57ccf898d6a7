"""Plan files: reading them with places, finding what each declares, and writing them."""
