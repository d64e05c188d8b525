#!/bin/sh
# Runs the proofs that fail: sh test/attack/run.sh crash-in-resend
cd "$(dirname "$0")/../.." && export PATH=$PWD/node_modules/.bin:$PATH
exec node --experimental-vm-modules node_modules/jest/bin/jest.js --testMatch "<rootDir>/test/attack/*.pending.ts" --runInBand "test/attack/$1"
