// Open Telekom Cloud speaks Huawei's dialect, so the same bytes are its floor.
export { create } from './huawei-floor.ts'
