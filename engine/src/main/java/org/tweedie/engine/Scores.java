package org.tweedie.engine;

/**
 * How close an image is to the reference, on magnitudes, without fitting a scale. The peak is the
 * largest magnitude of the reference.
 *
 * @param psnr {@code 20 log₁₀(peak/rmse)} in dB
 * @param ssim mean structural similarity (Wang, Bovik, Sheikh, Simoncelli, IEEE TIP 2004): Gaussian
 *     window of 11 x 11 and σ = 1.5, K₁ = 0.01, K₂ = 0.03, dynamic range = peak, averaged over the
 *     positions where the window fits; images of rank 3 are averaged over their first axis; NaN if
 *     no window fits
 * @param nrmse {@code ‖|x| − |r|‖ / ‖r‖}
 */
public record Scores(double psnr, double ssim, double nrmse) {}
