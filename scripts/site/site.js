/*
 * The theme's navigation puts a link inside of the button that opens a branch, which no screen reader can tell apart. Here
 * the button keeps the name, and the link becomes the first entry of the branch.
 */
;(() => {
  const untangle = () => {
    for (const link of document.querySelectorAll('summary.tsd-accordion-summary a')) {
      const branch = link.closest('summary').nextElementSibling
      const name = document.createElement('span')
      // A permalink is a picture beside the name, and says by itself what it is.
      const permalink = link.hasAttribute('aria-label')
      if (!permalink) name.append(...[...link.childNodes].map((node) => node.cloneNode(true)))
      link.replaceWith(name)
      if (branch === null) continue
      const entry = document.createElement(branch.tagName === 'UL' ? 'li' : 'div')
      // Behind its picture, if it has one.
      const words = link.querySelector('span') ?? link
      if (!permalink) words.prepend('All of ')
      entry.append(link)
      // A list of terms may hold nothing else.
      if (branch.tagName === 'DL') branch.before(entry)
      else branch.prepend(entry)
    }
  }
  new MutationObserver(untangle).observe(document.documentElement, { childList: true, subtree: true })
  untangle()
})()

/*
 * A wide table gets a frame that scrolls, and that a keyboard reaches while there is something to scroll to.
 */
;(() => {
  const reach = (frame) => {
    if (frame.scrollWidth > frame.clientWidth) frame.setAttribute('tabindex', '0')
    else frame.removeAttribute('tabindex')
  }
  const frames = new ResizeObserver((entries) => {
    for (const { target } of entries) reach(target)
  })
  const enclose = () => {
    for (const table of document.querySelectorAll('.col-content table')) {
      const frame = document.createElement('div')
      frame.className = 'wide'
      table.replaceWith(frame)
      frame.append(table)
      frames.observe(frame)
    }
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', enclose)
  else enclose()
})()
