package org.tweedie.priors.brainmri;

import org.tweedie.priors.djl.TrainedModel;

/**
 * {@code brain.mri}; docs/priors/brain-mri.md tells how it was trained and how well it denoises.
 */
public final class BrainMri extends TrainedModel {
  /** For the service loader; opens nothing. */
  public BrainMri() {
    super(
        "brain.mri",
        "Complex brain images, a denoising U-Net trained on T1-weighted MRI slices",
        () -> BrainMri.class.getResourceAsStream("brain-mri.safetensors"));
  }
}
