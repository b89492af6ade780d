namespace SolConnect.Relay;

/// <summary>Names and places of cloud regions; metropolitan areas, rounded to a tenth of a degree.</summary>
internal static class CloudRegionTable
{
    public static readonly CloudRegion[] All =
    [
        // Amazon Web Services
        new("us-east-1", new(38.9, -77.4)), new("us-east-2", new(40, -83)), new("us-west-1", new(37.4, -121.9)),
        new("us-west-2", new(45.8, -119.7)), new("ca-central-1", new(45.5, -73.6)),
        new("ca-west-1", new(51, -114.1)), new("mx-central-1", new(20.6, -100.4)),
        new("sa-east-1", new(-23.5, -46.6)), new("eu-west-1", new(53.3, -6.3)), new("eu-west-2", new(51.5, -0.1)),
        new("eu-west-3", new(48.9, 2.4)), new("eu-central-1", new(50.1, 8.7)), new("eu-central-2", new(47.4, 8.5)),
        new("eu-north-1", new(59.3, 18.1)), new("eu-south-1", new(45.5, 9.2)), new("eu-south-2", new(41.6, -0.9)),
        new("il-central-1", new(32.1, 34.8)), new("me-south-1", new(26.1, 50.6)),
        new("me-central-1", new(25.2, 55.3)), new("af-south-1", new(-33.9, 18.4)),
        new("ap-south-1", new(19.1, 72.9)), new("ap-south-2", new(17.4, 78.5)),
        new("ap-southeast-1", new(1.35, 103.8)), new("ap-southeast-2", new(-33.9, 151.2)),
        new("ap-southeast-3", new(-6.2, 106.8)), new("ap-southeast-4", new(-37.8, 145)),
        new("ap-southeast-5", new(3.1, 101.7)), new("ap-southeast-7", new(13.8, 100.5)),
        new("ap-east-1", new(22.3, 114.2)), new("ap-northeast-1", new(35.7, 139.7)),
        new("ap-northeast-2", new(37.6, 127)), new("ap-northeast-3", new(34.7, 135.5)),

        // Microsoft Azure
        new("eastus", new(37.4, -79.8)), new("eastus2", new(36.7, -78.4)), new("centralus", new(41.6, -93.6)),
        new("northcentralus", new(41.9, -87.6)), new("southcentralus", new(29.4, -98.5)),
        new("westus", new(37.8, -122.4)), new("westus2", new(47.2, -119.9)), new("westus3", new(33.4, -112.1)),
        new("westcentralus", new(41.1, -104.8)), new("canadacentral", new(43.7, -79.4)),
        new("canadaeast", new(46.8, -71.2)), new("mexicocentral", new(20.6, -100.4)),
        new("brazilsouth", new(-23.5, -46.6)), new("northeurope", new(53.3, -6.3)),
        new("westeurope", new(52.4, 4.9)), new("uksouth", new(51.5, -0.1)), new("ukwest", new(51.5, -3.2)),
        new("francecentral", new(48.9, 2.4)), new("germanywestcentral", new(50.1, 8.7)),
        new("switzerlandnorth", new(47.4, 8.5)), new("norwayeast", new(59.9, 10.8)),
        new("swedencentral", new(60.7, 17.1)), new("polandcentral", new(52.2, 21)),
        new("italynorth", new(45.5, 9.2)), new("spaincentral", new(40.4, -3.7)), new("uaenorth", new(25.2, 55.3)),
        new("qatarcentral", new(25.3, 51.5)), new("southafricanorth", new(-26.2, 28)),
        new("centralindia", new(18.5, 73.9)), new("southindia", new(13.1, 80.3)), new("eastasia", new(22.3, 114.2)),
        new("southeastasia", new(1.35, 103.8)), new("japaneast", new(35.7, 139.7)),
        new("japanwest", new(34.7, 135.5)), new("koreacentral", new(37.6, 127)),
        new("australiaeast", new(-33.9, 151.2)), new("australiasoutheast", new(-37.8, 145)),
        new("newzealandnorth", new(-36.8, 174.8)),

        // Google Cloud
        new("us-east1", new(33.2, -80)), new("us-east4", new(39, -77.5)), new("us-east5", new(40, -83)),
        new("us-central1", new(41.3, -95.9)), new("us-south1", new(32.8, -96.8)),
        new("us-west1", new(45.6, -121.2)), new("us-west2", new(34.1, -118.2)), new("us-west3", new(40.8, -111.9)),
        new("us-west4", new(36.2, -115.1)), new("northamerica-northeast1", new(45.5, -73.6)),
        new("northamerica-northeast2", new(43.7, -79.4)), new("southamerica-east1", new(-23.5, -46.6)),
        new("southamerica-west1", new(-33.4, -70.7)), new("europe-west1", new(50.4, 3.8)),
        new("europe-west2", new(51.5, -0.1)), new("europe-west3", new(50.1, 8.7)),
        new("europe-west4", new(53.4, 6.8)), new("europe-west6", new(47.4, 8.5)),
        new("europe-west8", new(45.5, 9.2)), new("europe-west9", new(48.9, 2.4)),
        new("europe-west10", new(52.5, 13.4)), new("europe-west12", new(45.1, 7.7)),
        new("europe-southwest1", new(40.4, -3.7)), new("europe-north1", new(60.6, 27.2)),
        new("europe-central2", new(52.2, 21)), new("me-west1", new(32.1, 34.8)),
        new("me-central1", new(25.3, 51.5)), new("me-central2", new(26.4, 50.1)),
        new("africa-south1", new(-26.2, 28)), new("asia-south1", new(19.1, 72.9)),
        new("asia-south2", new(28.6, 77.2)), new("asia-southeast1", new(1.35, 103.8)),
        new("asia-southeast2", new(-6.2, 106.8)), new("asia-east1", new(24.1, 120.5)),
        new("asia-east2", new(22.3, 114.2)), new("asia-northeast1", new(35.7, 139.7)),
        new("asia-northeast2", new(34.7, 135.5)), new("asia-northeast3", new(37.6, 127)),
        new("australia-southeast1", new(-33.9, 151.2)), new("australia-southeast2", new(-37.8, 145)),
    ];
}
