package io.bulkhead.host.environment;

/**
 * Where an environment comes from, for the log, the index and the model's configuration.
 *
 * @param kind what it is
 * @param text what was found where, in words, without the server's paths
 * @param sha256 of the file that it was made of; empty if it was made of several or of none
 */
public record EnvironmentSource(Kind kind, String text, String sha256) {
    /** What an environment is made of. */
    public enum Kind {
        /** A plugin that is installed with the server. */
        INSTALLED,
        /** A plugin's jar, zip or folder beside the models. */
        PLUGIN,
        /** An archive of a whole environment. */
        TARBALL,
        /** A folder with a whole environment. */
        FOLDER,
        /** Artefacts of a Maven repository. */
        MAVEN,
        /** A Python that is installed on this machine. */
        PYTHON
    }

    static EnvironmentSource installed() {
        return new EnvironmentSource(Kind.INSTALLED, "a plugin that is installed", "");
    }

    /** Whether it came with the server. */
    public boolean isInstalled() {
        return kind == Kind.INSTALLED;
    }

    /** Whether the model's settings name it, rather than it being found beside the model. */
    public boolean isAskedFor() {
        return kind == Kind.TARBALL || kind == Kind.FOLDER || kind == Kind.MAVEN;
    }

    /** Found in this place. */
    public EnvironmentSource in(String place) {
        return new EnvironmentSource(kind, text + " in " + place, sha256);
    }
}
