package dev.ttbench.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions: exact integers, precedence, functions, and an error instead of a wrong number. */
class ExpressionTest {
    private static final Map<String, Object> NAMES = Map.of("a", 7L, "list", List.of(3L, 1L, 2L), "yes", true, "text", "ab");
    private static final Scope SCOPE = name -> {
        if (!NAMES.containsKey(name)) {
            throw new EvalException("unknown name '" + name + "'");
        }
        return NAMES.get(name);
    };

    private static Object eval(String text) {
        return ExprParser.parse(text).eval(SCOPE);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', value = {
        "1 + 2 * 3 ~ 7", "(1 + 2) * 3 ~ 9", "10 - 3 - 2 ~ 5", "12 / 3 / 2 ~ 2", "-2 * 3 ~ -6", "2 - -3 ~ 5", "7 % 4 ~ 3", "-7 % 4 ~ 1", "- (1 + 2) ~ -3",
        "1 + 2 == 3 ~ true", "1 < 2 == true ~ true", "!yes || yes ~ true", "!(yes && yes) ~ false", "1 > 2 || 2 > 1 && yes ~ true", "2 in list ~ true", "5 in [1, 5] ~ true", "'b' in text ~ true", "'ba' in text ~ false",
        "yes ? 1 : 2 ~ 1", "!yes ? 1 : yes ? 2 : 3 ~ 2", "yes ? !yes ? 1 : 2 : 3 ~ 2", "1 < 2 ? a + 1 : 0 ~ 8", "yes || 1 / 0 == 1 ~ true", "!yes && 1 / 0 == 1 ~ false",
        "yes ? 1 : 1 / 0 ~ 1", "list[0] ~ 3", "list[len(list) - 1] ~ 2", "[[1, 2], [3]][0][1] ~ 2", "len([]) ~ 0", "min(4, 2, 3) ~ 2", "max(list) ~ 3", "sum(list) ~ 6",
        "sum(1, 2) ~ 3", "ceil(7, 2) ~ 4", "ceil(-7, 2) ~ -3", "ceil(8, 2) ~ 4", "floor(7, 2) ~ 3", "floor(-7, 2) ~ -4", "range(3) ~ [0, 1, 2]", "reversed(list) ~ [2, 1, 3]",
        "[1] * 3 ~ [1, 1, 1]", "[1] + [2, 3] ~ [1, 2, 3]", "text + 'c' ~ abc", "text + 1 ~ ab1", "text == \"ab\" ~ true", "null == null ~ true", "a != null ~ true", "1.0 == 1 ~ true",
        "1.5 < 2 ~ true", "9223372036854775806 + 1 ~ 9223372036854775807", "-9223372036854775807 - 1 ~ -9223372036854775808", "3037000499 * 3037000499 ~ 9223372030926249001",
        "ceil(-9223372036854775807 - 1, 1) ~ -9223372036854775808",
        "1.5 + 1 ~ 2.5", "3 - 0.5 ~ 2.5", "0.5 * 3 ~ 1.5", "7 / 2.0 ~ 3.5", "ratio(7, 2) ~ 3.5", "log2(8) ~ 3.0", "max(1, 2.5) ~ 2.5", "min(9223372036854775807, 9223372036854775806) ~ 9223372036854775806",
        "sum(1, 0.5) ~ 1.5", "percent(0.437) ~ 44 %", "percent(0.437, 1) ~ 43.7 %", "fixed(1.005, 2) ~ 1.01", "fixed(2, 1) ~ 2.0", "fixed(-0.126, 2) ~ -0.13", "si(6738415616) ~ 6.74 G",
        "si(999999) ~ 1.00 M", "si(12) ~ 12", "si(0) ~ 0", "si(0.00123) ~ 0.00123", "si(1234) ~ 1.23 k", "si(45600000000000) ~ 45.6 T", "si(999.6) ~ 1.00 k", "si(123.4) ~ 123",
    })
    void values(String text, String value) {
        assertEquals(value, String.valueOf(eval(text)));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', value = {
        "9223372036854775807 + 1 ~ past 2^63 - 1", "-9223372036854775807 - 2 ~ past 2^63 - 1", "4294967296 * 4294967296 ~ past 2^63 - 1",
        "(-9223372036854775807 - 1) / -1 ~ past 2^63 - 1", "-(-9223372036854775807 - 1) ~ past 2^63 - 1", "sum(9223372036854775807, 1) ~ past 2^63 - 1", "4611686018427387904 * 2 / 2 ~ past 2^63 - 1",
        "9223372036854775808 ~ too large", "7 / 2 ~ 7 / 2 is not an integer", "7 / 0 ~ is not an integer", "7 % 0 ~ has no value", "1.5 % 1 ~ integer arithmetic",
        "1.5 / 0 ~ has no value", "ratio(1, 0) ~ has no value", "log2(0) ~ must be positive", "percent(text) ~ a number expected", "fixed(1, 16) ~ from 0 to 15 digits",
        "1 + 'a' ~ does not work on", "1 && yes ~ true or false expected", "yes ? 1 ~ ':' expected", "list[3] ~ outside a list of 3", "list[-1] ~ outside", "a[0] ~ is not a list",
        "a.height ~ has no '.height'", "nosuch ~ unknown name", "nosuch(1) ~ unknown function", "len(1) ~ a list expected", "len() ~ does not take 0", "ceil(1, 0) ~ must be positive",
        "range(1000000000) ~ from 0 to 100000", "range(-1) ~ from 0 to", "min([]) ~ empty list", "[1] * -1 ~ -1 times", "1 + ~ ends too early", "(1 ~ ')' expected", "1 2 ~ left over",
        "a = 1 ~ left over", "#a ~ is not part of the language", "'open ~ quote is not closed", "1..2 ~ is not one", "a. ~ a name expected", "a in 3 ~ wants a list",
    })
    void errors(String text, String part) {
        EvalException e = assertThrows(EvalException.class, () -> eval(text));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0] * 100000 + [1]", "[[1] * 1000] * 1000", "[[[1] * 100] * 100] * 100", "[range(100000), [1]]", "[range(60000)] + [range(60000)]"})
    void listsAreBoundedWithWhatTheyHold(String text) {
        EvalException e = assertThrows(EvalException.class, () -> eval(text));
        assertTrue(e.getMessage().contains("longer than 100000"), e.getMessage());
    }

    @Test
    void lengthAndDepthAreBounded() {
        String deep = "(".repeat(61) + "1" + ")".repeat(61);
        assertTrue(assertThrows(EvalException.class, () -> eval(deep)).getMessage().contains("nested deeper"));
        assertTrue(assertThrows(EvalException.class, () -> eval("!".repeat(100) + "yes")).getMessage().contains("nested deeper"));
        String wide = "1" + "+1".repeat(1999);
        assertEquals(2000L, eval(wide));
        assertTrue(assertThrows(EvalException.class, () -> eval(wide + "+1")).getMessage().contains("longer than 4000"));
    }

    @Test
    void textsAreBounded() {
        Template t = Template.of(new Node.Scalar("${s}${s}", 1, 1), new Problems("f"));
        String half = "x".repeat(6000);
        assertTrue(assertThrows(EvalException.class, () -> t.eval(name -> half)).getMessage().contains("longer than 10000"));
        assertTrue(assertThrows(EvalException.class, () -> t.eval(name -> List.of())).getMessage().contains("does not fit into a text"));
    }

    @Test
    void aTemplateIsAConstantAnExpressionOrAText() {
        Problems problems = new Problems("f");
        assertEquals("a7b", Template.of(new Node.Scalar("a${a}b", 1, 1), problems).eval(SCOPE));
        assertEquals(7L, Template.of(new Node.Scalar("${a}", 1, 1), problems).eval(SCOPE));
        assertEquals("}", Template.of(new Node.Scalar("${'}'}", 1, 1), problems).eval(SCOPE), "a brace in quotes does not close");
        assertTrue(Template.of(new Node.Scalar("plain", 1, 1), problems).isConstant());
        assertTrue(problems.found().isEmpty());
        Template.of(new Node.Scalar("${a", 3, 5), problems);
        assertEquals("f:3:5: '${a': the brace of '${' is not closed", problems.found().get(0).text());
    }

    @Test
    void everyFunctionIsListedWithItsUsage() {
        Functions.usages().forEach((name, usage) -> assertTrue(usage.startsWith(name + "("), usage));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[2 * i for i in range(3)] | [0, 2, 4]", "[i for i in [3, 1, 2] if i > 1] | [3, 2]", "[[i + j for j in [10, 20]] for i in [1, 2]] | [[11, 21], [12, 22]]", "[1 for i in []] | []",
        "len(['a' for x in list]) | 3", "[x == 1 ? 'a' : 'b' for x in [1, 2]] | [a, b]", "int(4.3637 * 1408) | 6144", "int(-2.5) | -2", "int(7) | 7", "is_list([1]) | true", "is_list(1) | false",
    })
    void listsAreMadeFromLists(String text, String value) {
        Scope scope = name -> name.equals("list") ? List.of(1L, 2L, 3L) : SCOPE.lookup(name);
        assertEquals(value, String.valueOf(ExprParser.parse(text).eval(scope)));
    }

    @Test
    void turnsOfForAreBounded() {
        assertTrue(assertThrows(EvalException.class, () -> eval("[[1 for j in range(1000)] for i in range(1000)]")).getMessage().contains("more than 20000 turns"));
        assertTrue(assertThrows(EvalException.class, () -> eval("[i for i in 3]")).getMessage().contains("wants a list"));
        assertTrue(assertThrows(EvalException.class, () -> eval("int(1e300)")).getMessage().contains("64 bits"));
    }

    /** Names that are known are replaced, what can be computed is, and the text reads as the same expression again. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "k * n + 1 | 3 * n + 1", "(n + k) * 2 | (n + 3) * 2", "n - (k - m) | n - (3 - m)", "k > 2 ? n : m | n", "n > 2 ? k : m | n > 2 ? 3 : m", "k > 2 && n > 1 | n > 1", "k > 5 && n > 1 | false",
        "n > 1 && k > 5 | n > 1 && false", "[k, n, 'a'] | [3, n, 'a']", "[k, n][1] | n", "[i * n for i in range(k)] | [0 * n, 1 * n, 2 * n]", "[i * k for i in [n, 2]] | [n * 3, 6]", "[i for i in m if i > k] | [i for i in m if i > 3]",
        "-n + -k | -n + -3", "!(n == k) | !(n == 3)", "ceil(n, k) | ceil(n, 3)", "floor(7, k) | 2", "k | 3", "(n ? m : n) ? 1 : 2 | (n ? m : n) ? 1 : 2", "n.width[k] | n.width[3]", "n / (m * k) | n / (m * 3)",
        "n in [1, k] | n in [1, 3]", "2.5e-7 * n | 2.5e-7 * n", "[k for k in [1, n]] | [1, n]",
    })
    void partsAreComputed(String text, String expected) {
        Expr e = ExprParser.parse(text).with(name -> name.equals("k") ? new Expr.Literal(3L) : null);
        assertEquals(expected, ExprText.of(e));
        assertEquals(expected, ExprText.of(ExprParser.parse(expected)), "the text reads as the same expression");
    }
}
