// Makes calls of the vendor's Node SDK, one after the other, and prints what came of each as a JSON list.
//
// Reads from stdin: {"credentials": {workspaceId, clientId, clientSecret}, "calls": [["getDataPlan", "shop"], ...]}
// Prints for each call {"value": ...}, or {"error": ...} with what the SDK's promise was rejected with.
'use strict';

const {readFileSync} = require('node:fs');
const {DataPlanService} = require('@mparticle/data-planning-node');

async function outcome(service, [operation, ...values]) {
  try {
    return {value: await service[operation](...values)};
  } catch (error) {
    return {error: error instanceof Error ? {message: error.message} : error};
  }
}

async function main() {
  const {credentials, calls} = JSON.parse(readFileSync(0, 'utf8'));
  const service = new DataPlanService(credentials);
  const outcomes = [];
  for (const call of calls) {
    outcomes.push(await outcome(service, call));
  }
  process.stdout.write(JSON.stringify(outcomes));
}

main();
