// Waiting for something to become true.
import { setTimeout as pause } from 'node:timers/promises'

// until asks again and again and returns the first answer that is true; it fails after some seconds and says what it waited for.
export async function until(what, ask, seconds = 30) {
  const end = Date.now() + seconds * 1000
  let last
  while (Date.now() < end) {
    try {
      const answer = await ask()
      if (answer) return answer
      last = undefined
    } catch (error) {
      last = error
    }
    await pause(25)
  }
  throw new Error(`after ${seconds} s still waiting: ${what}`, { cause: last })
}
