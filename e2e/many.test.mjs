// The journeys on many machines: the protocol of MongoDB and a real Meilisearch.
import { losesTheSearch, losesTheStore } from './journeys/accident.mjs'
import { firstHour, journeys, twoWays } from './lib/journeys.mjs'
import { manyMachines } from './lib/size.mjs'

firstHour(manyMachines)
journeys(manyMachines, twoWays, { losesTheSearch, losesTheStore })
