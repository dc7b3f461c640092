package io.bulkhead.host.environment.natives;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A native library in a jar.
 *
 * @param fileName in the jar, without folders
 * @param innerName what it calls itself, and the dynamic linker finds it by: an ELF's SONAME, the
 *     last part of a Mach-O's install name, a PE's export name; empty if it does not say
 * @param sha256 of its contents, in hexadecimal digits
 */
public record NativeLibrary(String fileName, String innerName, String sha256) {

    /** The names under which it can meet another build of itself. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        names.add(fileName);
        if (!innerName.isEmpty()) {
            names.add(innerName);
        }
        return names;
    }

    /** A name that both have; empty if they are different libraries. */
    public Optional<String> commonName(NativeLibrary other) {
        Set<String> theirs = other.names();
        return names().stream().filter(theirs::contains).findFirst();
    }
}
