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
      if (!permalink) link.prepend('All of ')
      entry.append(link)
      branch.prepend(entry)
    }
  }
  new MutationObserver(untangle).observe(document.documentElement, { childList: true, subtree: true })
  untangle()
})()
