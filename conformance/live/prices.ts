/** What a cloud takes for what a run does; amounts that depend on the kind of key are the highest. */
export interface Price {
  readonly currency: 'USD'
  /** For a key that exists, per month of 730 hours. Keys pending deletion cost nothing. */
  readonly perKeyMonth: number
  readonly perTenThousandCalls: number
  /** The page that says so. */
  readonly source: string
  /** When the page was read. */
  readonly readOn: string
  readonly note?: string
}

/** Clouds that are not here publish no numbers, only a calculator or nothing: what a run costs there is unknown. */
export const prices: Readonly<Record<string, Price>> = {
  aws: {
    currency: 'USD',
    perKeyMonth: 1,
    perTenThousandCalls: 0.15,
    source: 'https://aws.amazon.com/kms/pricing/',
    readOn: '2026-11-21',
    note: '20,000 calls a month are free, but not those with asymmetric keys',
  },
  alibaba: {
    currency: 'USD',
    perKeyMonth: 0.083 * (365 / 12),
    perTenThousandCalls: 0.24,
    source: 'https://www.alibabacloud.com/help/en/kms/support/billing-of-kms',
    readOn: '2026-11-21',
    note: 'the shared service; without it an instance must be bought first',
  },
}

/** Where the page that would say it is, for clouds without a price here. */
export const priceless: Readonly<Record<string, string>> = {
  huawei: 'https://support.huaweicloud.com/intl/en-us/price-dew/dew_03_0006.html names the items, not their prices',
  otc: 'no public page with numbers is known',
  quilibrium: 'no public page with numbers is known',
}
