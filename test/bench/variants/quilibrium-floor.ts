// Q-KMS speaks the protocol of AWS KMS, so the same bytes are its floor.
export { create } from './aws-floor.ts'
