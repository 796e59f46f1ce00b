package geocode

// Read is for the fuzzer.
var Read = read
