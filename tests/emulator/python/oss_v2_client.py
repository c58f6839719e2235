"""alibabacloud_oss_v2, the current client. Argument: the signature version, V1 or V4."""

import sys
from urllib.request import urlopen

import alibabacloud_oss_v2 as oss

from odd_keys import KEPT, content, expect
from odd_keys import KEYS as ALL_KEYS
from target import TARGET, tell

BUCKET = TARGET["bucket"]
# Below this client, `requests` resolves dot segments of a path before it sends it.
KEYS = [each for each in ALL_KEYS if "./" not in each]
config = oss.config.load_default()
config.credentials_provider = oss.credentials.StaticCredentialsProvider(
    TARGET["accessKeyId"], TARGET["accessKeySecret"], TARGET.get("securityToken")
)
config.region = "cn-shanghai"
config.endpoint = TARGET["oss"]
config.signature_version = sys.argv[1].lower()
client = oss.Client(config)

client.put_bucket(oss.PutBucketRequest(bucket=BUCKET, acl="private"))
pages = client.list_buckets_paginator().iter_page(oss.ListBucketsRequest(max_keys=1))
expect("buckets", BUCKET in [each.name for page in pages for each in page.buckets or []], True)

for each in KEYS:
    client.put_object(oss.PutObjectRequest(bucket=BUCKET, key=each, body=content(each), metadata={"note": "n"}))
for each in KEYS:
    answer = client.get_object(oss.GetObjectRequest(bucket=BUCKET, key=each))
    expect("content of " + each, answer.body.read(), content(each))
    expect("meta of " + each, client.head_object(oss.HeadObjectRequest(bucket=BUCKET, key=each)).metadata["note"], "n")
    part = client.get_object(oss.GetObjectRequest(bucket=BUCKET, key=each, range_header="bytes=3-6")).body.read()
    expect("range of " + each, part, content(each)[3:7])
    signed = client.presign(oss.GetObjectRequest(bucket=BUCKET, key=each))
    expect("signed URL of " + each, urlopen(signed.url, timeout=10).read(), content(each))


def listed(paginator, request):
    return sorted(each.key for page in paginator.iter_page(request) for each in page.contents or [])


expect("list v1", listed(client.list_objects_paginator(limit=3), oss.ListObjectsRequest(bucket=BUCKET)), sorted(KEYS))
v2 = client.list_objects_v2_paginator(limit=3)
expect("list v2", listed(v2, oss.ListObjectsV2Request(bucket=BUCKET)), sorted(KEYS))
folders = client.list_objects_v2(oss.ListObjectsV2Request(bucket=BUCKET, delimiter="/")).common_prefixes
expect("folders", sorted(each.prefix for each in folders), sorted({k.split("/")[0] + "/" for k in KEYS if "/" in k}))

big = bytes(range(256)) * 1200
upload = client.initiate_multipart_upload(oss.InitiateMultipartUploadRequest(bucket=BUCKET, key=KEPT)).upload_id
parts = []
for number, start in enumerate(range(0, len(big), 102400), 1):
    body = big[start : start + 102400]
    answer = client.upload_part(
        oss.UploadPartRequest(bucket=BUCKET, key=KEPT, upload_id=upload, part_number=number, body=body)
    )
    parts.append(oss.UploadPart(part_number=number, etag=answer.etag))
sent = client.list_parts(oss.ListPartsRequest(bucket=BUCKET, key=KEPT, upload_id=upload)).parts
expect("parts", [each.part_number for each in sent], [1, 2, 3])
client.complete_multipart_upload(
    oss.CompleteMultipartUploadRequest(
        bucket=BUCKET,
        key=KEPT,
        upload_id=upload,
        complete_multipart_upload=oss.CompleteMultipartUpload(parts=parts),
    )
)
expect("multipart content", client.get_object(oss.GetObjectRequest(bucket=BUCKET, key=KEPT)).body.read(), big)

client.copy_object(oss.CopyObjectRequest(bucket=BUCKET, key="copy", source_bucket=BUCKET, source_key=KEPT))
copied = client.get_object(oss.GetObjectRequest(bucket=BUCKET, key="copy")).body.read()
expect("copy", copied, big)

try:
    client.get_object(oss.GetObjectRequest(bucket=BUCKET, key="missing/直播"))
    raise SystemExit("a missing object was found")
except oss.exceptions.OperationError as error:
    cause = error.unwrap()
    expect("missing", (cause.status_code, cause.code), (404, "NoSuchKey"))

some, *others = KEYS + ["copy"]
client.delete_object(oss.DeleteObjectRequest(bucket=BUCKET, key=some))
deleted = client.delete_multiple_objects(
    oss.DeleteMultipleObjectsRequest(bucket=BUCKET, objects=[oss.DeleteObject(key=each) for each in others])
)
expect("deleted", sorted(each.key for each in deleted.deleted_objects), sorted(others))
tell(left=listed(client.list_objects_paginator(), oss.ListObjectsRequest(bucket=BUCKET)))
