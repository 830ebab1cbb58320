package org.tweedie.engine;

/**
 * How well samples explain the measurement: {@code ‖A x − y‖²/(mσ²)}.
 *
 * <p>The true image and a sample of the true posterior are exchangeable given y, so for such a
 * sample the number has mean 1 and standard deviation {@code √(2/m)}. The mean of several samples
 * lies below 1, and so does a sample that is fitted to the noise; a sample above 1 does not explain
 * the data.
 *
 * @param samples one number a sample
 * @param mean of the mean of the samples
 * @param baseline of the baseline reconstruction
 * @param spread {@code √(2/m)}
 * @param measurements m, real components
 */
public record DataFit(
    double[] samples, double mean, double baseline, double spread, int measurements) {}
