package io.bulkhead.plugin.sklearn.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickleReaderTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final PickleLimits LIMITS = PickleLimits.forHeap(256 << 20);

    private final PickleReader reader = new PickleReader(LIMITS);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "values-0.pkl",
                "values-1.pkl",
                "values-2.pkl",
                "values-3.pkl",
                "values-4.pkl",
                "values-5.pkl",
                "values.joblib"
            })
    void readsPlainValuesOfEveryProtocol(String file) throws Exception {
        PyDict values = (PyDict) reader.read(FIXTURES.resolve(file));

        assertThat(get(values, "none")).isEqualTo(PyNone.NONE);
        assertThat(get(values, "true")).isEqualTo(true);
        assertThat(get(values, "false")).isEqualTo(false);
        assertThat(get(values, "small")).isEqualTo(7L);
        assertThat(get(values, "byte")).isEqualTo(200L);
        assertThat(get(values, "short")).isEqualTo(40000L);
        assertThat(get(values, "int")).isEqualTo(-70000L);
        assertThat(get(values, "long")).isEqualTo(1L << 40);
        assertThat(get(values, "negative long")).isEqualTo(-(1L << 40));
        assertThat(get(values, "huge")).isEqualTo(BigInteger.ONE.shiftLeft(100));
        assertThat(get(values, "negative huge")).isEqualTo(BigInteger.ONE.shiftLeft(100).negate());
        assertThat(get(values, "float")).isEqualTo(1.5);
        assertThat(get(values, "infinity")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(get(values, "nan")).isEqualTo(Double.NaN);
        assertThat(get(values, "text")).isEqualTo("plain");
        assertThat(get(values, "unicode")).isEqualTo("東京 \\ \n \u00e9 \ud83d\ude00");
        assertThat(get(values, "empty")).isEqualTo("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "values-0.pkl",
                "values-1.pkl",
                "values-2.pkl",
                "values-3.pkl",
                "values-4.pkl",
                "values-5.pkl",
                "values.joblib"
            })
    void readsContainersOfEveryProtocol(String file) throws Exception {
        PyDict values = (PyDict) reader.read(FIXTURES.resolve(file));

        assertThat(get(values, "bytes")).isEqualTo(PyBytes.latin1("\0\u00ffab"));
        assertThat(get(values, "no bytes")).isEqualTo(PyBytes.latin1(""));
        assertThat(get(values, "bytearray")).isEqualTo(PyBytes.latin1("xy"));
        assertThat(get(values, "tuple"))
                .isEqualTo(new PyTuple(List.of(1L, "two", 3.0, PyNone.NONE)));
        assertThat(get(values, "no tuple")).isEqualTo(PyTuple.EMPTY);
        assertThat(get(values, "pair")).isEqualTo(new PyTuple(List.of(1L, 2L)));
        assertThat(get(values, "triple")).isEqualTo(new PyTuple(List.of(1L, 2L, 3L)));
        PyList list = (PyList) get(values, "list");
        assertThat(((PyList) list.items().get(1)).items().get(0)).isEqualTo(2L);
        assertThat(((PySet) get(values, "set")).items()).containsExactly(3L);
        assertThat(((PySet) get(values, "frozenset")).items()).containsExactly("a");
        assertThat(((PyDict) get(values, "ordered")).entries().keySet())
                .containsExactly((Object) "b", "a");
        assertThat(get(values, "slice")).isEqualTo(new PySlice(1L, PyNone.NONE, 2L));
        List<Object> twice = ((PyList) get(values, "twice")).items();
        assertThat(twice.get(0)).isSameAs(twice.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "values-0.pkl",
                "values-1.pkl",
                "values-2.pkl",
                "values-3.pkl",
                "values-4.pkl",
                "values-5.pkl",
                "values.joblib"
            })
    void readsArraysOfEveryProtocol(String file) throws Exception {
        PyDict values = (PyDict) reader.read(FIXTURES.resolve(file));

        assertThat(array(values, "doubles").toDoubles()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(array(values, "fortran").toDoubles()).containsExactly(0, 1, 2, 3, 4, 5);
        long[] counted = new long[24];
        Arrays.setAll(counted, i -> i);
        assertThat(array(values, "cube").toLongs()).containsExactly(counted);
        assertThat(array(values, "big endian").toLongs()).containsExactly(1, 2, 300);
        assertThat(array(values, "half").toDoubles()).containsExactly(0.5, -2, 65504, 0x1p-24);
        assertThat(array(values, "single").toDoubles()).containsExactly(0.25, (float) -1e30);
        assertThat(array(values, "unsigned").toDoubles()).containsExactly(0, 0x1p64);
        assertThat(array(values, "bytes array").toObjects()).containsExactly("ab", "c");
        assertThat(array(values, "bools").toObjects()).containsExactly(true, false);
        assertThat(array(values, "texts").toObjects()).containsExactly("x", "東京");
        assertThat(array(values, "objects").toObjects()).containsExactly("a", 1L, PyNone.NONE, 2.5);
        assertThat(array(values, "struct").fieldInts("a")).containsExactly(1, 3);
        assertThat(array(values, "struct").fieldDoubles("b")).containsExactly(2.5, 4.5);
        assertThat(array(values, "no rows").length()).isZero();
        assertThat(array(values, "no rows").size(1)).isEqualTo(4);
        assertThat(array(values, "rank 0").toDoubles()).containsExactly(3);
        assertThat(get(values, "scalar")).isEqualTo(2.5);
        assertThat(get(values, "int scalar")).isEqualTo(-3L);
        assertThat(get(values, "bool scalar")).isEqualTo(true);
        assertThat(get(values, "type")).isEqualTo(new PickledName("numpy", "float64"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "gzip", "bz2", "lzma", "xz", "lz4"})
    void readsEveryCompressionOfJoblib(String compression) throws Exception {
        Path file = FIXTURES.resolve("compressed-" + compression + ".joblib");

        PickledObject model = (PickledObject) reader.read(file);

        assertThat(model.name().name()).isEqualTo("LogisticRegression");
        assertThat(model.attribute("_sklearn_version")).contains("1.5.2");
    }

    @Test
    void namesWhatIsNotOnTheWhitelistAndRunsNothing() {
        assertRefused("cposix\nsystem\n(S'touch /tmp/pwned'\ntR.", "asks for 'posix.system'");
        assertRefused("cos\nsystem\n(S'id'\ntR.", "asks for 'os.system'");
        assertRefused("cbuiltins\neval\n(S'1'\ntR.", "asks for 'builtins.eval'");
        assertRefused("\u0080\u0004\u008c\u0002os\u008c\u0005popen\u0093.", "'os.popen'");
        assertRefused("(S'id'\nios\nsystem\n.", "asks for 'os.system'");
        assertRefused("cos\nsystem\n.", "nothing of the file was executed");
        assertRefused("cnumpy\nload\n.", "asks for 'numpy.load'");
        assertRefused("cjoblib\nload\n.", "asks for 'joblib.load'");
    }

    @Test
    void keepsControlCharactersOfNamesOutOfMessages() {
        assertRefused("cos\u001b[31m\nsystem\n.", "asks for 'os?[31m.system'");
    }

    @Test
    void refusesWhatLiesOutsideOfTheFile() {
        assertRefused("Pid\n.", "persistent ids");
        assertRefused("\u0080\u0002\u0082\u0001.", "extension registry");
        assertRefused("\u0080\u0005\u0097.", "buffers outside");
    }

    @Test
    void refusesWhatIsNoPickle() {
        assertRefused("", "cut off");
        assertRefused("this is no joblib file", "file is no pickle");
        assertRefused("\u0080\u0009.", "protocol 9");
        assertRefused("{\"json\": true}", "file is no pickle");
    }

    @Test
    void claimedLengthsCostNothing() {
        assertRefused(
                "\u0080\u0004\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "block of");
        assertRefused("X\u00ff\u00ff\u00ff\u00ff", "4294967295 bytes");
        assertRefused("B\u00ff\u00ff\u00ff\u0007ab", "cut off");
        assertRefused("\u0080\u0002\u008b\u00ff\u00ff\u00ff\u007f", "too many bytes");
    }

    @Test
    void boundsTheNumberOfObjects() {
        PickleReader small = new PickleReader(new PickleLimits(1 << 20, 1000, 1 << 10, 2));

        assertThatExceptionOfType(PickleException.class)
                .isThrownBy(() -> small.read(bytes("}".repeat(2000))))
                .withMessageContaining("more than the allowed 1000 objects");
    }

    @Test
    void boundsTheDecompressedBytes() {
        PickleReader small = new PickleReader(new PickleLimits(1 << 18, 1 << 20, 1 << 10, 2));

        assertThatExceptionOfType(PickleException.class)
                .isThrownBy(() -> small.read(bytes("N0".repeat(1 << 18))))
                .withMessageContaining("more than the allowed 262144 decompressed bytes");
    }

    @Test
    void survivesTuplesNestedHoweverDeep() throws Exception {
        Object nested = reader.read(bytes(")" + "\u0085".repeat(100_000) + "."));

        assertThat(nested).isInstanceOf(PyTuple.class);
        assertRefused("}" + ")" + "\u0085".repeat(100_000) + "Ns.", "as a key");
    }

    @Test
    void survivesListsThatContainThemselves() throws Exception {
        PyList list = (PyList) reader.read(bytes("]q\0h\0a."));

        assertThat(list.items().get(0)).isSameAs(list);
    }

    private void assertRefused(String pickle, String reason) {
        assertThatExceptionOfType(PickleException.class)
                .isThrownBy(() -> reader.read(bytes(pickle)))
                .withMessageContaining(reason);
    }

    private static ByteArrayInputStream bytes(String latin1) {
        return new ByteArrayInputStream(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Object get(PyDict values, String key) {
        return values.get(key).orElseThrow();
    }

    private static NdArray array(PyDict values, String key) {
        return (NdArray) get(values, key);
    }
}
