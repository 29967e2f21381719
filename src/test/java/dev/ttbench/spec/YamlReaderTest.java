package dev.ttbench.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** YAML with the place of everything, and the limits of what is read. */
class YamlReaderTest {
    private static String message(String text) {
        return assertThrows(InputException.class, () -> YamlReader.read("f", text)).getMessage();
    }

    @Test
    void everythingKnowsItsPlace() {
        List<Node> documents = YamlReader.read("f", "a: 1\nb: [x, {c: 2.5}]\n---\nd: true\n");
        assertEquals(2, documents.size());
        Node.MapNode map = (Node.MapNode) documents.get(0);
        assertEquals(1L, ((Node.Scalar) map.get("a")).value());
        Node.ListNode list = (Node.ListNode) map.get("b");
        assertEquals("2:4", list.line() + ":" + list.column());
        Node.Entry inner = ((Node.MapNode) list.items().get(1)).entries().get(0);
        assertEquals("2:9", inner.line() + ":" + inner.column());
        assertEquals(2.5, ((Node.Scalar) inner.value()).value());
        assertEquals(4, documents.get(1).line());
        assertNull(map.get("none"));
    }

    @Test
    void numbersOfSixtyFourBits() {
        assertEquals(Long.MAX_VALUE, ((Node.Scalar) YamlReader.read("f", "9223372036854775807").get(0)).value());
        assertEquals(Long.MIN_VALUE, ((Node.Scalar) YamlReader.read("f", "-9223372036854775808").get(0)).value());
        assertEquals("f:1:1: the number 9223372036854775808 does not fit in 64 bits", message("9223372036854775808"));
    }

    @Test
    void sizeDepthAndNumberAreBounded() {
        assertTrue(message("#" + "x".repeat(YamlReader.MAX_CHARS)).contains("larger than 2000000 characters"));
        assertTrue(message("[".repeat(100_000)).contains("nested deeper than 60 levels"));
        assertTrue(message("[" + "1,".repeat(200_000) + "1]").contains("more than 200000 values"));
        assertTrue(message("a:\n  ".repeat(1) + "- ".repeat(2_000) + "x").contains("nested deeper"));
        assertEquals("f:1:1: anchors and aliases are not part of the language\n  write a block and call it where it is needed", message("&a [1, 2]\n"));
    }

    @Test
    void anEmptyTextHasNoDocuments() {
        assertEquals(List.of(), YamlReader.read("f", ""));
        assertEquals(List.of(), YamlReader.read("f", "# nothing\n"));
    }
}
