import java.nio.charset.StandardCharsets;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;

/**
 * Validates every .nt file of a folder with the shapes of one file, in one Java process: SHAPES FOLDER.
 *
 * <p>Prints a line for each result: name of the file, severity, shape, focus node, message, parted by tabs. Run by
 * tests/acceptance/test_jena.py.
 */
class ValidateGraphs {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Shapes shapes = Shapes.parse(RDFDataMgr.loadGraph(arguments[0]));
        List<Path> files;
        try (Stream<Path> found = Files.list(Path.of(arguments[1]))) {
            files = found.filter(path -> path.toString().endsWith(".nt")).sorted().collect(Collectors.toList());
        }
        for (Path file : files) {
            Graph data = RDFDataMgr.loadGraph(file.toString());
            ValidationReport report = ShaclValidator.get().validate(shapes, data);
            report.getEntries().forEach(entry -> out.println(String.join("\t",
                file.getFileName().toString(), text(entry.severity().level()), text(entry.source()),
                text(entry.focusNode()), entry.message().replaceAll("\\s+", " "))));
        }
        out.println("validated\t" + files.size());
    }

    private static String text(Node node) {
        return node == null ? "" : node.isURI() ? node.getURI() : node.toString();
    }
}
