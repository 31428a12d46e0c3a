/** What a graph tells best: cycles, imports that lead nowhere, test tools in the product. Who may import whom stands in test/architecture. */
const product = { path: '^(apps|libs)/', pathNot: '^apps/launcher/|\\.spec\\.ts$|/contract(\\.ts$|/)|/testing/' };

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: product, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'no-test-tools-in-the-product', severity: 'error', from: product, to: { dependencyTypes: ['npm-dev'] } },
    { name: 'no-undeclared-package', severity: 'error', from: {}, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
    { name: 'no-test-code-in-the-product', severity: 'error', from: product, to: { path: '\\.spec\\.ts$|/contract(\\.ts$|/)|/testing/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|apps/console)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
