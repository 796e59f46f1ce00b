// The journeys on many machines: the protocol of MongoDB and a real Meilisearch.
import { journeys } from './lib/journeys.mjs'
import { manyMachines } from './lib/size.mjs'

journeys(manyMachines)
