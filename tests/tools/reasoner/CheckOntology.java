import java.io.File;
import java.util.stream.Stream;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;

/**
 * Says what an ontology in one Turtle file breaks of the OWL 2 DL profile, whether it is consistent, and which of its
 * classes can have no member: one line each, a word and a value parted by a tab.
 *
 * <p>Run by tests/acceptance/test_ontology_reasoner.py. xsd:date, xsd:gYear and xsd:gYearMonth are outside the datatype
 * map of OWL 2, so HermiT is told to take such values as they are.
 */
class CheckOntology {
    public static void main(String[] arguments) throws Exception {
        OWLOntology ontology =
            OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(arguments[0]));
        say("axioms", ontology.getAxiomCount());
        new OWL2DLProfile().checkOntology(ontology).getViolations().forEach(found -> say("violation", found));

        Configuration configuration = new Configuration();
        configuration.ignoreUnsupportedDatatypes = true;
        Reasoner reasoner = new Reasoner(configuration, ontology);
        say("consistent", reasoner.isConsistent());
        if (reasoner.isConsistent()) {
            Stream.of(reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom())
                .flatMap(classes -> classes.stream())
                .forEach(found -> say("unsatisfiable", found.getIRI()));
        }
    }

    private static void say(String word, Object value) {
        System.out.println(word + "\t" + value.toString().replaceAll("\\s+", " "));
    }
}
