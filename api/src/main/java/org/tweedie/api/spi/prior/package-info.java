/** Priors: denoisers over batches of images, their derivatives and their cards. */
package org.tweedie.api.spi.prior;
