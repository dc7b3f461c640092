package io.bulkhead.plugin.huggingface.graph;

import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What a TorchScript file says of itself without an engine: a ZIP of a pickle, which begins with
 * the name of the model's class, and of the classes' code, whose {@code forward} names its
 * parameters.
 */
final class TorchArchive {
    private static final String PICKLE = "data.pkl";
    private static final String CODE = "/code/";
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final int HEAD_BYTES = 4096;
    private static final int MOST_CODE_BYTES = 64 << 20;

    /** The pickle's first class: {@code c__torch__.package\nName\n} behind its version. */
    private static final Pattern CLASS = Pattern.compile("^\u0080.c(__torch__[^\n]*)\n([^\n]+)\n");

    private static final Pattern PARAMETER = Pattern.compile(",\\s*(\\w+):");

    private TorchArchive() {}

    /**
     * Whether a file holds code, or is a ZIP that is cut off; pickled weights have the same
     * endings.
     */
    static boolean isScript(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().contains(CODE));
        } catch (ZipException e) {
            return beginsAsZip(file);
        } catch (IOException e) {
            throw ServingException.loadFailed(file.getFileName() + " cannot be read", e);
        }
    }

    private static boolean beginsAsZip(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        } catch (IOException e) {
            throw ServingException.loadFailed(file.getFileName() + " cannot be read", e);
        }
    }

    /**
     * The parameters of {@code forward} in order, without the model itself; empty if the file does
     * not say.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it is damaged
     */
    static List<String> parameters(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Optional<? extends ZipEntry> pickle =
                    zip.stream().filter(e -> e.getName().matches("[^/]+/" + PICKLE)).findFirst();
            if (pickle.isEmpty()) {
                return List.of();
            }
            String name = pickle.get().getName();
            String root = name.substring(0, name.length() - PICKLE.length() - 1);
            return parameters(zip, root, read(zip, pickle.get(), HEAD_BYTES));
        } catch (IOException e) {
            throw ServingException.loadFailed(
                    file.getFileName() + " is no TorchScript file, or is cut off", e);
        }
    }

    private static List<String> parameters(ZipFile zip, String root, String pickle)
            throws IOException {
        Matcher model = CLASS.matcher(pickle);
        if (!model.find()) {
            return List.of();
        }
        String module = model.group(1).replace('.', '/');
        ZipEntry code = zip.getEntry(root + CODE + module + ".py");
        return code == null
                ? List.of()
                : parameters(read(zip, code, MOST_CODE_BYTES), model.group(2));
    }

    /** Of the first {@code forward} behind the class's head. */
    private static List<String> parameters(String code, String model) {
        int start = code.indexOf("class " + model + "(");
        int forward = start < 0 ? -1 : code.indexOf("def forward(self", start);
        int end = forward < 0 ? -1 : code.indexOf(") ->", forward);
        List<String> names = new ArrayList<>();
        if (end > 0) {
            Matcher parameter = PARAMETER.matcher(code.substring(forward, end));
            while (parameter.find()) {
                names.add(parameter.group(1));
            }
        }
        return List.copyOf(names);
    }

    private static String read(ZipFile zip, ZipEntry entry, int most) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readNBytes(most), StandardCharsets.ISO_8859_1);
        }
    }
}
