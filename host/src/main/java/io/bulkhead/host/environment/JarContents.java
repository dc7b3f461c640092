package io.bulkhead.host.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What a jar's directory tells without reading its contents.
 *
 * @param path of the jar
 * @param fingerprint of its entries' names, sizes and checksums: equal for equal contents, read in
 *     a millisecond however large the jar is
 * @param nativeLibraries file names of the native libraries inside, for any platform
 * @param hasExtensions whether it has PF4J's index of extensions
 * @param bundlesApi whether it brings classes of the plugin API, which belong to the server
 */
public record JarContents(
        Path path,
        String fingerprint,
        Set<String> nativeLibraries,
        boolean hasExtensions,
        boolean bundlesApi) {

    private static final String EXTENSIONS = "META-INF/extensions.idx";

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
                if (isNativeLibrary(name)) {
                    natives.add(name.substring(name.lastIndexOf('/') + 1));
                }
                api |= name.startsWith("io/bulkhead/api/") && name.endsWith(".class");
            }
            boolean extensions = file.getEntry(EXTENSIONS) != null;
            return new JarContents(
                    jar, HexFormat.of().formatHex(digest.digest()), natives, extensions, api);
        }
    }

    private static boolean isNativeLibrary(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".so")
                || lower.contains(".so.")
                || lower.endsWith(".dll")
                || lower.endsWith(".dylib")
                || lower.endsWith(".jnilib");
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
