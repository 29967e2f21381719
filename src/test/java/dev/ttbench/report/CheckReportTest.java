package dev.ttbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.comparison.Metric;
import dev.ttbench.comparison.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Verdicts as the machines of others read them. */
class CheckReportTest {
    private static final List<String> IDS = List.of("plain", "sd-v1.5 height=768", "<a href=\"x\"> & 'b' ]]>", "tab\tnew\nline\u0000\u0007", "\ud800 \ufffe \ud83d\ude00 \u4e2d", "a | b | c", "::error::x,y%0A");

    private static Schema schema() throws SAXException {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(Path.of("src/test/resources/junit.xsd").toFile());
    }

    /** Verdicts of every kind and metric, with numbers here and there. */
    private static List<Verdict> verdicts(long seed) {
        Random random = new Random(seed);
        List<Verdict> out = new ArrayList<>();
        for (String id : IDS) {
            for (Metric m : Metric.values()) {
                Verdict.Kind kind = Verdict.Kind.values()[random.nextInt(Verdict.Kind.values().length)];
                BigDecimal expected = kind == Verdict.Kind.NEW ? null : BigDecimal.valueOf(random.nextInt(1_000_000));
                BigDecimal found = kind == Verdict.Kind.MISSING ? null : BigDecimal.valueOf(random.nextInt(1_000_000));
                out.add(new Verdict(null, id, m, kind, expected, found, null, kind == Verdict.Kind.OK ? null : "because <of> \"that\" & this"));
            }
        }
        return out;
    }

    private static String junit(List<Verdict> verdicts) throws IOException {
        StringBuilder b = new StringBuilder();
        CheckReport.junit(verdicts, b);
        return b.toString();
    }

    @Test
    void junitFollowsTheSchemaWhateverStandsInIt() throws Exception {
        for (long seed = 0; seed < 40; seed++) {
            List<Verdict> verdicts = verdicts(seed);
            String xml = junit(verdicts);
            schema().newValidator().validate(new StreamSource(new StringReader(xml)));
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml))).getDocumentElement();
            NodeList suites = root.getElementsByTagName("testsuite");
            NodeList cases = root.getElementsByTagName("testcase");
            for (Element e : List.of(root, (Element) suites.item(0))) {
                assertEquals(cases.getLength(), Integer.parseInt(e.getAttribute("tests")));
                assertEquals(root.getElementsByTagName("failure").getLength(), Integer.parseInt(e.getAttribute("failures")));
            }
            assertEquals(verdicts.size(), cases.getLength());
            assertEquals(verdicts.stream().filter(v -> v.kind().fails()).count(), root.getElementsByTagName("failure").getLength());
            assertEquals("<a href=\"x\"> & 'b' ]]>", ((Element) cases.item(2 * Metric.values().length)).getAttribute("classname"));
        }
        schema().newValidator().validate(new StreamSource(new StringReader(junit(List.of()))));
    }

    @Test
    void theSchemaIsStrict() throws Exception {
        String xml = junit(verdicts(1));
        for (String[] change : new String[][] {{" time=\"0\"", ""}, {"<failure message", "<failing message"}, {"classname=\"plain\"", "classname=\"\""}, {" tests=\"", " test=\""}, {"time=\"0\"", "time=\"soon\""}}) {
            String broken = xml.replaceFirst(change[0], change[1]);
            assertTrue(!broken.equals(xml), change[0]);
            assertThrows(SAXException.class, () -> schema().newValidator().validate(new StreamSource(new StringReader(broken))), change[0]);
        }
    }

    @Test
    void markdownIsATableWhoseRowsHaveAsManyCells() throws IOException {
        StringBuilder b = new StringBuilder();
        CheckReport.markdown(verdicts(3), b);
        List<String> rows = b.toString().lines().filter(l -> l.startsWith("| ")).toList();
        assertTrue(rows.size() > 30);
        rows.forEach(r -> assertEquals(8, r.replace("\\|", "").chars().filter(c -> c == '|').count(), r));
    }

    @Test
    void annotationsAreOneLineEach() throws IOException {
        StringBuilder b = new StringBuilder();
        CheckReport.annotations("ci,checks:1.yaml", verdicts(4), b);
        List<String> lines = b.toString().lines().toList();
        assertEquals(verdicts(4).stream().filter(v -> v.kind() != Verdict.Kind.OK && v.kind() != Verdict.Kind.NEW).count(), lines.size());
        lines.forEach(l -> assertTrue(l.matches("::(error|warning|notice) file=ci%2Cchecks%3A1.yaml,line=1,title=ttbench [A-Z]+::.*"), l));
    }
}
