// Runs every .rq file of a folder on a TriG file in Apache Jena ARQ, whose default graph is the union of all named graphs.
// Writes NAME.csv, or NAME.error, beside NAME.rq, and says how long each took. Usage: java -cp 'lib/*' RunQueries.java DATA.trig FOLDER
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphMapLink;
import org.apache.jena.sparql.core.GraphView;

public class RunQueries {
    public static void main(String[] arguments) throws Exception {
        Dataset dataset = unionOf(RDFDataMgr.loadDataset(arguments[0]).asDatasetGraph());
        List<Path> files;
        try (Stream<Path> found = Files.list(Path.of(arguments[1]))) {
            files = found.filter(path -> path.toString().endsWith(".rq")).sorted().toList();
        }
        for (Path file : files) {
            String target = file.toString().replaceAll("\\.rq$", "");
            long begun = System.nanoTime();
            try (QueryExecution run = QueryExecutionFactory.create(Files.readString(file), dataset)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                ResultSetFormatter.outputAsCSV(out, run.execSelect());
                Files.write(Path.of(target + ".csv"), out.toByteArray());
            } catch (RuntimeException error) {
                Files.writeString(Path.of(target + ".error"), error.toString(), StandardCharsets.UTF_8);
            }
            System.out.println(file.getFileName() + " " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        }
    }

    private static Dataset unionOf(DatasetGraph graphs) {
        DatasetGraph made = new DatasetGraphMapLink(GraphView.createUnionGraph(graphs));
        for (Iterator<Node> names = graphs.listGraphNodes(); names.hasNext();) {
            Node name = names.next();
            made.addGraph(name, graphs.getGraph(name));
        }
        return DatasetFactory.wrap(made);
    }
}
