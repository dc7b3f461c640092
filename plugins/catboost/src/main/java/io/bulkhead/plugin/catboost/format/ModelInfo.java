package io.bulkhead.plugin.catboost.format;

import java.util.Optional;

/**
 * What a model file says of its training.
 *
 * @param version of the library that wrote the file; empty if it does not say
 * @param lossFunction name of the loss function; empty if it does not say
 * @param labels the classes of a classifier
 * @param probabilityThreshold from where on a row is of the second of two classes
 */
public record ModelInfo(
        String version,
        String lossFunction,
        Optional<ClassLabels> labels,
        double probabilityThreshold) {}
