import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { parse, ROOT } from '../rules/source-tree.ts'

/**
 * The provider of test/sixth-cloud, as it stands in providers/acorn: what it imported from the package comes from the
 * files that the package takes it from, and zod is its small form: the guide writes schemas as both understand them.
 */
export function providerInTree(): string {
  const provider = parse('provider.ts', readFileSync(join(ROOT, 'test/sixth-cloud/provider.ts'), 'utf8'))
  const fromPackage = provider.tree.statements.filter(ts.isImportDeclaration).find((one) => moduleOf(one) === 'polykms')
  const bindings = fromPackage?.importClause?.namedBindings
  if (fromPackage === undefined || bindings === undefined || !ts.isNamedImports(bindings))
    throw new Error('the provider imports nothing from the package by name')
  const modules = modulesOfPackage()
  const imports = bindings.elements.map(
    (one) => `import { ${one.getText()} } from '../../${modules.get(one.name.text)}'`,
  )
  return provider.text.replace(fromPackage.getText(), imports.join('\n')).replace("from 'zod'", "from 'zod/mini'")
}

/** Where each public name of the package's main entry is, from the root. */
function modulesOfPackage(): ReadonlyMap<string, string> {
  const { tree } = parse('src/index.ts', readFileSync(join(ROOT, 'src/index.ts'), 'utf8'))
  return new Map(
    tree.statements.filter(ts.isExportDeclaration).flatMap((one) => {
      const names =
        one.exportClause !== undefined && ts.isNamedExports(one.exportClause) ? one.exportClause.elements : []
      return names.map(({ name }) => [name.text, moduleOf(one).replace('./', 'src/')] as const)
    }),
  )
}

function moduleOf({ moduleSpecifier }: ts.ImportDeclaration | ts.ExportDeclaration): string {
  return moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : ''
}
