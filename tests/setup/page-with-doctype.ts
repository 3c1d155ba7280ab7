// The page has a doctype; the document of the tests says that it has none, and KaTeX, when it is read, turns itself off.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' })
