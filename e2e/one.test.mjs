// The journeys on one machine: SQLite and the embedded index, with the demonstration.
import { journeys } from './lib/journeys.mjs'
import { oneMachine } from './lib/size.mjs'

journeys(oneMachine)
