// The journeys on one machine: SQLite and the embedded index, with the demonstration.
import { firstHour, fourWays, journeys } from './lib/journeys.mjs'
import { oneMachine } from './lib/size.mjs'

firstHour(oneMachine)
journeys(oneMachine, fourWays)
