import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWriter;

/**
 * Reads files in any RDF syntax with Apache Jena's RIOT, strictly, and writes each as N-Quads to FILE.read: FILE...
 *
 * <p>The syntax goes by the ending. A warning is an error. Prints what was read, a file a line. Run by
 * tests/acceptance/test_exports.py.
 */
class ReadGraphs {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(file + ".read")), 1 << 16)) {
                StreamRDF quads = StreamRDFWriter.getWriterStream(out, Lang.NQUADS);
                RDFParser.source(file)
                    .checking(true)
                    .errorHandler(ErrorHandlerFactory.errorHandlerStrictNoLogging)
                    .parse(quads);
                quads.finish();  // not every parser does it, and what it has in hand would be lost
            }
            System.out.println("read\t" + file);
        }
    }
}
