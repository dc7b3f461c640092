package io.bulkhead.host.environment;

import io.bulkhead.host.environment.natives.NativeLibraryReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What a jar's directory and its index of extensions tell, without reading its classes.
 *
 * @param path of the jar
 * @param fingerprint of its entries' names, sizes and checksums: equal for equal contents, read in
 *     a millisecond however large the jar is
 * @param nativeLibraries file names of the native libraries inside, for any platform
 * @param extensions the classes that PF4J's index of extensions names; PF4J's annotation processor
 *     writes an empty one into any jar that is compiled with it
 * @param bundlesApi whether it brings classes of the plugin API, which belong to the server
 */
public record JarContents(
        Path path,
        String fingerprint,
        Set<String> nativeLibraries,
        Set<String> extensions,
        boolean bundlesApi) {

    private static final String EXTENSIONS = "META-INF/extensions.idx";
    private static final int MAX_INDEX_BYTES = 1 << 20;
    private static final Pattern VERSION = Pattern.compile("-\\d.*");

    /** Copies the sets. */
    public JarContents {
        nativeLibraries = Collections.unmodifiableSet(new TreeSet<>(nativeLibraries));
        extensions = Collections.unmodifiableSet(new LinkedHashSet<>(extensions));
    }

    /** Whether something in it is made for the server. */
    public boolean hasExtensions() {
        return !extensions.isEmpty();
    }

    /** The file's name without a version. */
    String artifact() {
        String name = String.valueOf(path.getFileName()).replaceFirst("\\.jar$", "");
        return VERSION.matcher(name).replaceFirst("");
    }

    /** The same jar, in which these were found without an index. */
    JarContents withExtensions(Set<String> found) {
        return new JarContents(path, fingerprint, nativeLibraries, found, bundlesApi);
    }

    /**
     * Reads the directory of a jar.
     *
     * @throws ZipException if it is no jar
     */
    public static JarContents read(Path jar) throws IOException {
        MessageDigest digest = sha256();
        Set<String> natives = new TreeSet<>();
        boolean api = false;
        try (ZipFile file = new JarFile(jar.toFile(), false)) {
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                String line = name + '\0' + entry.getSize() + '\0' + entry.getCrc() + '\n';
                digest.update(line.getBytes(StandardCharsets.UTF_8));
                if (NativeLibraryReader.isNamedAsOne(name)) {
                    natives.add(name.substring(name.lastIndexOf('/') + 1));
                }
                api |= name.startsWith("io/bulkhead/api/") && name.endsWith(".class");
            }
            String fingerprint = HexFormat.of().formatHex(digest.digest());
            return new JarContents(jar, fingerprint, natives, indexed(file), api);
        }
    }

    /**
     * What jars are that belong together. Where no index in them names an extension, their classes
     * are looked at.
     *
     * @throws ZipException if one is no jar
     */
    public static List<JarContents> readAll(List<Path> jars) throws IOException {
        return ExtensionScan.read(jars);
    }

    private static Set<String> indexed(ZipFile jar) throws IOException {
        ZipEntry index = jar.getEntry(EXTENSIONS);
        if (index == null) {
            return Set.of();
        }
        try (InputStream in = jar.getInputStream(index)) {
            String text = new String(in.readNBytes(MAX_INDEX_BYTES), StandardCharsets.UTF_8);
            return text.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    /** One fingerprint for several jars, in their order. */
    static String fingerprint(Collection<JarContents> jars) {
        MessageDigest digest = sha256();
        jars.forEach(jar -> digest.update(jar.fingerprint().getBytes(StandardCharsets.US_ASCII)));
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
