import java.io.FileInputStream;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Whether each file is PDF/A-2u: one line a file, and one for each rule it breaks. Exit code 1 when one does. */
public class Archival {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = true;
        for (String file : files) {
            good &= check(file);
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean check(String file) throws Exception {
        try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), PDFAFlavour.PDFA_2_U);
             var validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_2_U, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println((result.isCompliant() ? "PDF/A-2u " : "NOT PDF/A-2u ") + file);
            for (TestAssertion broken : result.getTestAssertions()) {
                System.out.println("    " + broken.getRuleId().getClause() + ": " + broken.getMessage());
            }
            return result.isCompliant();
        }
    }
}
