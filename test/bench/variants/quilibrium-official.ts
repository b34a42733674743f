// `@aws-sdk/client-kms`, which Q-KMS names as its client; the server's replies are Q-KMS's.
export { create } from './aws-official.ts'
