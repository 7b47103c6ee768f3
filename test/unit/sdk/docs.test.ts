import { join } from "node:path";
import ts from "typescript";

const entry = join(__dirname, "../../../sdk/index.ts");
const program = ts.createProgram([entry], { strict: true, noEmit: true, skipLibCheck: true, types: [] });
const checker = program.getTypeChecker();

const hasDoc = (symbol: ts.Symbol): boolean => symbol.getDocumentationComment(checker).length > 0;

const isPublic = (declaration: ts.Declaration): boolean =>
	!(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) && !ts.isConstructorDeclaration(declaration);

/** The members that a class or interface declares itself. */
function membersOf(symbol: ts.Symbol): ts.Symbol[] {
	const declared = (symbol.declarations ?? []).flatMap((declaration) =>
		ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration) ? [...declaration.members] : [],
	);
	return declared.filter(isPublic).flatMap((member) => checker.getSymbolAtLocation(member.name ?? member) ?? []);
}

const source = program.getSourceFile(entry) as ts.SourceFile;
const exported = checker
	.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol)
	.map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));

test("the package exports its classes and their arguments", () => {
	const names = exported.map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(["Bridge", "BridgeArgs", "Connection", "VxlanMesh", "GatewayTenant"]));
});

test("every export and every member of one has a doc comment", () => {
	const undocumented = exported.flatMap((symbol) => [
		...(hasDoc(symbol) ? [] : [symbol.name]),
		...membersOf(symbol).flatMap((member) => (hasDoc(member) ? [] : [`${symbol.name}.${member.name}`])),
	]);
	expect(undocumented).toEqual([]);
});
