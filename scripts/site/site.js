/*
 * The theme's navigation puts a link inside of the button that opens a branch, which no screen reader can tell apart. Here
 * the button keeps the name, and the link becomes the first entry of the branch.
 */
;(() => {
  const untangle = () => {
    for (const summary of document.querySelectorAll('.tsd-navigation summary, .site-menu summary')) {
      for (const link of summary.querySelectorAll('a')) {
        const name = document.createElement('span')
        name.append(...[...link.childNodes].map((node) => node.cloneNode(true)))
        const entries = summary.parentElement.querySelector('ul')
        link.replaceWith(name)
        if (entries === null) continue
        const entry = document.createElement('li')
        link.prepend(document.createTextNode('All of '))
        entry.append(link)
        entries.prepend(entry)
      }
    }
  }
  new MutationObserver(untangle).observe(document.documentElement, { childList: true, subtree: true })
  untangle()
})()
