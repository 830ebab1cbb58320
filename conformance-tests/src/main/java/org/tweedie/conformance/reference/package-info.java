/**
 * A small reference in double precision for Gaussians, mixtures and dense operators. It shares no
 * code with Tweedie's own kernels: an oracle that shares kernels shares their bugs.
 */
package org.tweedie.conformance.reference;
