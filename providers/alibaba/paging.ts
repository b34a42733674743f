import { KmsFailure } from '../../src/errors.ts'

/** The most that every listing takes: https://github.com/AlibabaCloudDocs/kms cn.zh-CN/API参考/密钥/ListKeys.md */
export const MAX_PAGE_ITEMS = 100

interface PageInput {
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}

/** `PageNumber` and `PageSize` as sent. */
export interface Page {
  readonly number: number
  readonly size: number
}

/** Alibaba pages by number, and a number means nothing without the size: the cursor holds both. */
export function pageOf({ limit, cursor }: PageInput): Page {
  if (cursor === undefined) return { number: 1, size: limit ?? MAX_PAGE_ITEMS }
  const [, number = '', size = ''] = /^([1-9]\d{0,8})x([1-9]\d{0,3})$/.exec(cursor) ?? []
  if (number === '')
    throw new KmsFailure(
      { code: 'InvalidInput', field: 'cursor' },
      'cursor: is none of this cloud; give the cursor of the page before, unchanged',
    )
  if (limit !== undefined && limit !== Number(size)) {
    throw new KmsFailure(
      { code: 'InvalidInput', field: 'limit' },
      'limit: must stay the same from page to page; leave it out after the first',
    )
  }
  return { number: Number(number), size: Number(size) }
}

/** The cursor after a page; absent after the last. A page without items is always the last. */
export function cursorAfter(page: Page, items: number, totalCount: number | undefined): string | undefined {
  const more = totalCount === undefined ? items >= page.size : page.number * page.size < totalCount
  return more && items > 0 ? `${page.number + 1}x${page.size}` : undefined
}
