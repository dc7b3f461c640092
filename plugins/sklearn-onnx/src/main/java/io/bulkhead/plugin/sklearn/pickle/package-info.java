/**
 * Reads the pickle and joblib files of scikit-learn without Python. A pickle is a program for a
 * small stack machine; this one knows every instruction that such files use, but calls nothing: a
 * name that the file asks for is looked up in a whitelist and becomes inert data.
 */
@NullMarked
package io.bulkhead.plugin.sklearn.pickle;

import org.jspecify.annotations.NullMarked;
