/** Lists are paged by number; a page past the end is empty and still tells the total. */

interface PageInput {
  readonly PageNumber?: number
  readonly PageSize?: number
}

const DEFAULT_SIZE = 10

/** The members every list reply has, and where its page begins. */
export const offsetOf = ({ PageNumber = 1, PageSize = DEFAULT_SIZE }: PageInput, TotalCount: number) => ({
  TotalCount,
  PageNumber,
  PageSize,
  offset: (PageNumber - 1) * PageSize,
})

/** One page of a list that is at hand. */
export const pageOf = <Row>(input: PageInput, all: readonly Row[]) => {
  const { offset, ...paging } = offsetOf(input, all.length)
  return { ...paging, rows: all.slice(offset, offset + paging.PageSize) }
}
