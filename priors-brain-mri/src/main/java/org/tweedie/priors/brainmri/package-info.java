/**
 * {@code brain.mri}: a denoiser of complex brain images, trained on T1-weighted slices. The weights
 * are derived from the IXI data set and shared under its licence, CC BY-SA 3.0.
 */
package org.tweedie.priors.brainmri;
