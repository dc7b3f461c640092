package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickleLimits;
import io.bulkhead.plugin.sklearn.pickle.PickleReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Files that were made to do harm: all are refused with a reason, and nothing of them runs. */
class HostilePicklesTest {
    private static final PickleLimits SMALL = PickleLimits.forHeap(64 << 20);
    private static final String REMEDY =
            "nothing of the file was executed; convert the model to ONNX (model.onnx), or serve it"
                    + " in a Python environment";

    /** What an attacker wants to have called: modules of every kind, each by several ways. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "os system",
                "posix system",
                "nt system",
                "os popen",
                "os execv",
                "os remove",
                "shutil rmtree",
                "subprocess Popen",
                "subprocess check_output",
                "subprocess run",
                "builtins eval",
                "builtins exec",
                "builtins compile",
                "builtins open",
                "builtins __import__",
                "__builtin__ eval",
                "__builtin__ execfile",
                "importlib import_module",
                "runpy run_path",
                "pty spawn",
                "socket socket",
                "pickle loads",
                "_pickle loads",
                "marshal loads",
                "types FunctionType",
                "types CodeType",
                "types LambdaType",
                "operator attrgetter",
                "operator methodcaller",
                "functools reduce",
                "webbrowser open",
                "ctypes CDLL",
                "codecs open",
                "timeit timeit",
                "code interact",
                "pdb run",
                "asyncio create_subprocess_shell",
                "urllib.request urlopen",
                "numpy load",
                "numpy fromfile",
                "numpy.lib.npyio load",
                "numpy.testing._private.utils runstring",
                "joblib load",
                "joblib.numpy_pickle load",
                "torch.serialization load",
                "pandas read_pickle",
                "pandas.io.pickle read_pickle",
                "cloudpickle.cloudpickle _make_function",
                "cloudpickle.cloudpickle _builtin_type",
                "dill._dill _create_function",
                "sklearn.utils Bunch.__class__",
                "sklearn.externals.joblib load",
                "__main__ Model",
                "builtins object.__subclasses__",
                "os.path join"
            })
    void nothingOffTheWhitelistIsBuilt(String asked) {
        String module = asked.substring(0, asked.indexOf(' '));
        String name = asked.substring(asked.indexOf(' ') + 1);
        String global = "c" + module + "\n" + name + "\n";
        String stacked =
                "\u0080\u0004" + shortText(module) + shortText(name) + "\u0093"; // STACK_GLOBAL

        for (String begin : new String[] {global, stacked}) {
            assertRefused(begin + ".", REMEDY);
            assertRefused(begin + "(S'touch pwned'\ntR.", "'" + module + "." + name + "'");
            assertRefused("\u0080\u0002" + begin + ")\u0081}b.", REMEDY);
            assertRefused("\u0080\u0004" + begin + ")}\u0092.", REMEDY);
            assertRefused("(" + begin + "S'x'\no.", REMEDY);
            assertRefused("]" + begin + "a0N.", REMEDY);
        }
        assertRefused("(S'x'\ni" + module + "\n" + name + "\n.", REMEDY);
    }

    private static String shortText(String text) {
        return "\u008c" + (char) text.length() + text;
    }

    @Test
    void whatIsOnTheWhitelistIsNotCalledEither(@TempDir Path folder) throws Exception {
        Path witness = folder.resolve("witness");

        Object made = read("cfunctools\npartial\n(S'" + witness + "'\ntR.");

        assertThat(made).hasToString("functools.partial");
        assertThat(Files.exists(witness)).isFalse();
        assertNoModel("cfunctools\npartial\n(S'x'\ntR.");
        assertNoModel("cpathlib\nPosixPath\n(S'/etc/passwd'\ntR.");
        assertNoModel("cdatetime\ndatetime\n(tR.");
    }

    @Test
    void attributesAreAskedOfNothingButDistributions() {
        String getattr = "cbuiltins\ngetattr\n";
        assertNoModel(getattr + ".");
        assertRefused(getattr + "(cbuiltins\ndict\nS'__class__'\ntR.", "'builtins.getattr'");
        assertRefused(
                getattr + "(csklearn.svm._classes\nSVC\n)\u0081S'fit'\ntR.", "'builtins.getattr'");
        String frozen = "cscipy.stats._distn_infrastructure\nrv_discrete_frozen\n)\u0081";
        assertRefused(getattr + "(" + frozen + "S'__class__'\ntR.", "'builtins.getattr'");
        assertRefused(getattr + "(" + frozen + "S'pmf'\ntR)R.", "pickle calls a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0082\u0001", "\u0083\u0001\u0000", "\u0084\u0001\u0000\u0000\u0000"})
    void theExtensionRegistryIsNotAsked(String opcode) {
        assertRefused("\u0080\u0002" + opcode + ".", "the extension registry of a Python process");
    }

    @Test
    void nothingOutsideOfTheFileIsRead() {
        assertRefused("P/etc/passwd\n.", "persistent ids");
        assertRefused("NQ.", "persistent ids");
        assertRefused("\u0080\u0005\u0097.", "buffers outside of the file");
        assertRefused("\u0080\u0005N\u0098.", "buffers outside of the file");
    }

    @Test
    void lengthsThatAreClaimedAllocateNothing() {
        for (String length :
                new String[] {"\u00ff\u00ff\u00ff\u007f", "\u0000\u0000\u0000\u0010"}) {
            assertRefused("T" + length, "");
            assertRefused("X" + length, "");
            assertRefused("B" + length, "");
            assertRefused("\u0080\u0002\u008b" + length, "");
            assertRefused("\u0080\u0004\u008d" + length + length, "");
            assertRefused("\u0080\u0004\u008e" + length + length, "");
            assertRefused("\u0080\u0005\u0096" + length + length, "");
        }
        assertRefused("\u0080\u0004\u008d" + "\u00ff".repeat(8), "");
        assertRefused("L" + "9".repeat(2 << 20) + "L\n.", "a line of more than");
    }

    @Test
    void copiesOfWhatIsThereAreCounted() {
        String list = "(" + "N".repeat(40_000) + "l" + "p0\n0";
        String copy = "c__builtin__\nlist\n(g0\ntR0";
        String set = "c__builtin__\nfrozenset\n((" + "N".repeat(1000) + "ltR0";
        assertRefused(list + copy.repeat(40_000) + "N.", "objects");
        assertRefused(set.repeat(2000) + "N.", "objects");
        String text = "X\u0000\u0000\u0010\u0000" + "x".repeat(1 << 20) + "p0\n0";
        String encoded = "c_codecs\nencode\n(g0\nX\u0006\u0000\u0000\u0000latin1tR0";
        assertRefused(text + encoded.repeat(4000) + "N.", "objects");
    }

    @Test
    void statesThatAreCopiedIntoObjectsAreCounted() {
        StringBuilder pairs = new StringBuilder("(");
        for (int i = 0; i < 10_000; i++) {
            pairs.append("I").append(i).append("\nN");
        }
        String dict = pairs + "dp0\n0";
        String object = "csklearn.svm._classes\nSVC\n)\u0081g0\nb0";

        assertRefused(dict + object.repeat(10_000) + "N.", "objects");
    }

    /**
     * Each tuple holds the one before a thousand times: its hash would take until the end of time.
     */
    @Test
    void tuplesOfTuplesAreNoKeys() {
        StringBuilder pickle = new StringBuilder("}I1\np0\n");
        for (int level = 1; level < 8; level++) {
            pickle.append("0(")
                    .append(("g" + (level - 1) + "\n").repeat(1000))
                    .append("tp")
                    .append(level)
                    .append('\n');
        }
        assertRefused(pickle + "Ns.", "as a key");
    }

    @Test
    void whatIsNestedDeeplyIsNoModel() {
        assertNoModel(")" + "\u0085".repeat(200_000) + ".");
        assertNoModel("]" + "]".repeat(1000) + "a".repeat(1000) + ".");
        assertNoModel("]q\0h\0a.");
        assertNoModel(
                "\u0080\u0002csklearn.pipeline\nPipeline\n)\u0081q\0}X\u0005\0\0\0steps]"
                        + "X\u0001\0\0\0ah\0\u0086asb.");
        assertNoModel(
                "\u0080\u0002csklearn.frozen._frozen\nFrozenEstimator\n)\u0081q\0}"
                        + "X\u0009\0\0\0estimatorh\0sb.");
    }

    @Test
    void optionsOfOtherKindsAreNamedHoweverDeepTheyAre() {
        String deep = ")" + "\u0085".repeat(100_000);
        assertNoModel(
                "\u0080\u0002csklearn.neighbors._classification\nKNeighborsClassifier\n)\u0081}("
                        + "X\u000b\0\0\0n_neighborsK\u0005X\u0007\0\0\0weights"
                        + deep
                        + "ub.");
    }

    @Test
    void arraysCannotLieAboutTheirSize() {
        String dtype = "cnumpy\ndtype\n(S'f8'\nI0\nI1\ntR";
        String array = "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR";
        for (String shape : new String[] {"I2147483647\n", "I65536\nI65536\n", "I-1\n", "S'x'\n"}) {
            assertRefused(array + "(I1\n(" + shape + "t" + dtype + "I00\nS'abcdefgh'\ntb.", "");
            assertRefused(
                    "cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\u0081}(S'dtype'\n"
                            + dtype
                            + "S'shape'\n("
                            + shape
                            + "tS'order'\nS'C'\nub"
                            + "\0".repeat(64),
                    "");
        }
        assertRefused(
                array + "(I1\n(I1\nt" + dtype.replace("f8", "O8") + "I00\nS'abcdefgh'\ntb.",
                "raw bytes");
        assertRefused(array + "(I1\n(I1\nt" + dtype.replace("f8", "V0") + "I00\nS''\ntb.", "");
    }

    /** joblib writes an array of objects as a pickle within the pickle; it knows no other rules. */
    @Test
    void arraysOfObjectsAreReadUnderTheSameRules() {
        String wrapper =
                "cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\u0081}(S'dtype'\n"
                        + "cnumpy\ndtype\n(S'O8'\nI0\nI1\ntR"
                        + "S'shape'\n(I1\ntS'order'\nS'C'\nub";

        assertRefused(wrapper + "cos\nsystem\n(S'id'\ntR.", "'os.system'");
        assertRefused(wrapper.repeat(40), "nested deeper than");
        assertRefused(wrapper + "}".repeat(1 << 20), "objects");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "gzip", "bz2", "xz", "lz4"})
    void bombsEndAtTheLimit(String compression) throws Exception {
        byte[] zeros = new byte[1 << 20];
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = compressed(compression, bomb)) {
            out.write("B\u00ff\u00ff\u00ff\u007f".getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }

        assertThatExceptionOfType(PickleException.class)
                .isThrownBy(
                        () ->
                                new PickleReader(SMALL)
                                        .read(new ByteArrayInputStream(bomb.toByteArray())))
                .withMessageNotContaining("java");
    }

    private static OutputStream compressed(String compression, OutputStream out) throws Exception {
        return switch (compression) {
            case "zlib" -> new DeflaterOutputStream(out);
            case "gzip" -> new GZIPOutputStream(out);
            case "bz2" -> new BZip2CompressorOutputStream(out);
            case "lz4" -> new FramedLZ4CompressorOutputStream(out);
            default -> new XZOutputStream(out, new LZMA2Options(1));
        };
    }

    /** One large array named by thousands of estimators, each of which would copy it. */
    @Test
    void oneArrayInManyEstimatorsIsCountedForEach() throws Exception {
        String array =
                "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR"
                        + "(I1\n(I100000\ntcnumpy\ndtype\n(S'i1'\nI0\nI1\ntRI00\nB\u00a0\u0086\1\0"
                        + "\1".repeat(100_000)
                        + "tbp0\n0";
        String member =
                "(X\1\0\0\0acsklearn.linear_model._base\nLinearRegression\n)\u0081}("
                        + "X\u0005\0\0\0coef_g0\nX\n\0\0\0intercept_G\0\0\0\0\0\0\0\0"
                        + "X\u000e\0\0\0n_features_in_J\u00a0\u0086\1\0ubt";
        String union =
                array
                        + "csklearn.pipeline\nFeatureUnion\n)\u0081}X\u0010\0\0\0transformer_list("
                        + member.repeat(2000)
                        + "lsb.";
        Object root = read(union);

        assertThatExceptionOfType(PickleException.class)
                .isThrownBy(
                        () ->
                                new EstimatorConverter(EstimatorCatalog::find, 64 << 20)
                                        .convert(root))
                .withMessageContaining("raise -Xmx");
    }

    private static void assertNoModel(String pickle) {
        assertThatExceptionOfType(PickleException.class)
                .isThrownBy(
                        () -> new EstimatorConverter(EstimatorCatalog::find).convert(read(pickle)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    private static void assertRefused(String pickle, String reason) {
        assertThatExceptionOfType(PickleException.class)
                .isThrownBy(() -> read(pickle))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    private static Object read(String latin1) throws PickleException {
        byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        return new PickleReader(SMALL).read(new ByteArrayInputStream(bytes));
    }
}
