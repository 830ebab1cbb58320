package org.tweedie.engine;

/**
 * How well samples explain the measurement: the likelihood's data fit, {@code ‖A x − y‖²/(mσ²)} for
 * Gaussian noise.
 *
 * <p>The true image and a sample of the true posterior are exchangeable given y, so for such a
 * sample the number has mean 1 and the standard deviation {@code spread}. The mean of several
 * samples lies below 1, and so does a sample that is fitted to the noise; a sample above 1 does not
 * explain the data.
 *
 * @param samples one number a sample
 * @param average of the samples, by their weights
 * @param mean of the mean of the samples
 * @param baseline of the baseline reconstruction
 * @param spread standard deviation of one; {@code √(2/m)} for Gaussian noise
 * @param measurements m, real components
 */
public record DataFit(
    double[] samples,
    double average,
    double mean,
    double baseline,
    double spread,
    int measurements) {}
