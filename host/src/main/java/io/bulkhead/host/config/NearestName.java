package io.bulkhead.host.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that somebody probably meant. */
public final class NearestName {
    private static final int FAR = 4;
    private static final int CLOSE = 2;

    private NearestName() {}

    /** {@code ; did you mean 'x'?} if a known name is near, else nothing. */
    public static String hint(String found, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(found, name)))
                .filter(name -> distance(found, name) < Math.min(FAR, found.length()))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    /** The same for a name that is nearly the known one, where others are legal, too. */
    static String closeHint(String found, Collection<String> known) {
        return known.stream().anyMatch(name -> distance(found, name) <= CLOSE && name.length() > 4)
                ? hint(found, known)
                : "";
    }

    /** Levenshtein's distance. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
