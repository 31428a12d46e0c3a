import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

/** One way in which a file depends on something else. */
export interface Import {
  readonly specifier: string;
  /** Path from the repository's root ("libs/domain/src/index.ts"), "node:fs", or a package's name. */
  readonly target: string;
  readonly typeOnly: boolean;
  /** Names imported; empty for `import()`, `* as` and side effects. */
  readonly names: readonly string[];
  readonly line: number;
}

/** Something in the text that a rule may forbid: an identifier in use, `Math.random`, `@decorator`, `throw new Error`. */
interface Mention {
  readonly kind: 'identifier' | 'member' | 'decorator' | 'throw';
  readonly name: string;
  readonly line: number;
}

export interface SourceFile {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly mentions: readonly Mention[];
}

export type SourceTree = ReadonlyMap<string, SourceFile>;

/** Files by path, as read from the disk or as invented for a seeded violation. */
export function sourceTree(files: Readonly<Record<string, string>>): SourceTree {
  return new Map(Object.entries(files).map(([path, text]) => [path, parse(path, text)]));
}

/** Every TypeScript file under the folders, by path from the root. */
export function readSources(root: URL, folders: readonly string[]): Record<string, string> {
  const files: Record<string, string> = {};
  const walk = (folder: string): void => {
    for (const entry of readdirSync(new URL(folder, root), { withFileTypes: true })) {
      const path = `${folder}${entry.name}`;
      if (entry.isDirectory() && entry.name !== 'node_modules') walk(`${path}/`);
      else if (/\.tsx?$/.test(entry.name)) files[path] = readFileSync(new URL(path, root), 'utf8');
    }
  };
  for (const folder of folders) walk(folder);
  return files;
}

function targetOf(path: string, specifier: string): string {
  const asSource = (target: string): string => target.replace(/\.js$/, '.ts');
  if (specifier.startsWith('.')) return asSource(posix.join(posix.dirname(path), specifier));
  const alias = /^#([^/]+)(?:\/(.+))?$/.exec(specifier);
  if (alias) return `libs/${alias[1] ?? ''}/src/${alias[2] ?? 'index'}.ts`;
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function parse(path: string, text: string): SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const mentions: Mention[] = [];
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

  const addImport = (node: ts.Node, from: ts.Node | undefined, typeOnly: boolean, names: readonly string[] = []): void => {
    if (!from || !ts.isStringLiteralLike(from)) return;
    imports.push({ specifier: from.text, target: targetOf(path, from.text), typeOnly, names, line: lineOf(node) });
  };
  const mention = (kind: Mention['kind'], name: string, node: ts.Node): void => void mentions.push({ kind, name, line: lineOf(node) });

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      const elements = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
      const eachIsType = elements.length > 0 && !node.importClause?.name && elements.every((element) => element.isTypeOnly);
      const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || eachIsType;
      const names = elements.map((element) => (element.propertyName ?? element.name).text);
      addImport(node, node.moduleSpecifier, typeOnly, names);
      return;
    }
    if (ts.isExportDeclaration(node)) {
      addImport(node, node.moduleSpecifier, node.isTypeOnly);
      return;
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) addImport(node, node.argument.literal, true);
    if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText(file) === 'require'))
      addImport(node, node.arguments[0], false);
    if (ts.isNewExpression(node) && node.expression.getText(file) === 'URL' && node.arguments?.[1]?.getText(file) === 'import.meta.url') {
      const [first] = node.arguments;
      if (first && ts.isStringLiteralLike(first) && first.text.endsWith('.js')) addImport(node, first, false);
    }
    if (ts.isDecorator(node)) mention('decorator', node.expression.getText(file).split('(')[0] ?? '', node);
    if (ts.isThrowStatement(node) && ts.isNewExpression(node.expression)) mention('throw', node.expression.expression.getText(file), node);
    if (ts.isPropertyAccessExpression(node)) mention('member', `${node.expression.getText(file)}.${node.name.text}`, node);
    if (ts.isIdentifier(node) && isInUse(node)) mention('identifier', node.text, node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, imports, mentions };
}

/** Whether the identifier refers to something, rather than naming a member: `order.process` and `{ process: 1 }` are no `process`. */
function isInUse(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node;
  if (ts.isQualifiedName(parent)) return parent.right !== node;
  const names =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isEnumMember(parent);
  return !(names && parent.name === node);
}
