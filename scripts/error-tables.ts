import { errorTable as alibaba } from '../providers/alibaba/error-table.ts'
import { errorTable as aws } from '../providers/aws/errors.ts'
import { errorTable as quilibrium } from '../providers/quilibrium/errors.ts'
import type { ErrorTable } from '../providers/shared/error-table.ts'
import { kmsErrors } from '../providers/shared/kms-v1/errors.ts'
import { gatewayErrors, iamErrors } from '../providers/shared/kms-v1/gateway-errors.ts'

const kmsV1: ErrorTable = { ...kmsErrors, ...gatewayErrors, ...iamErrors }

/** Every cloud's table of error codes. */
export const errorTables: Readonly<Record<string, ErrorTable>> = { aws, alibaba, huawei: kmsV1, otc: kmsV1, quilibrium }
