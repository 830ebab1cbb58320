/** Spaces and fields: the images, the measurements, and the arithmetic on them. */
package org.tweedie.api.field;
