package io.bulkhead.plugin.sklearn.text;

import java.util.List;

/** Which column counts which term. */
interface TermIndex {
    /** What {@link #find} gives for a term that is not counted. */
    int UNKNOWN = Integer.MIN_VALUE;

    /** Number of columns. */
    int size();

    /** The column of a term; its complement ({@code ~column}) if the term counts down. */
    int find(String term);

    /** The names of the columns. */
    List<String> names();
}
