// inParis is what a clock there shows: the day and the hour, as forms take them.
export const inParis = (at) => {
  const [day, hour] = at.toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }).split(' ')
  return [day, hour.slice(0, 5)]
}

export const ahead = (hours) => new Date(Date.now() + hours * 3600e3)
